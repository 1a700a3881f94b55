import { Fragment, memo, type ReactNode } from "react";
import { type Block, type Inline, type Mentionable, parseMarkdown } from "./markdown";
import styles from "./RichText.module.css";

type Props = {
  text: string;
  mentions?: Mentionable[];
  /** Whose mention is the reader's own: it is marked. */
  me?: (id: string) => boolean;
  onMention?: (id: string) => void;
};

/** Message text. What people wrote only ever becomes text nodes. */
export const RichText = memo(function RichText({ text, mentions, me, onMention }: Props) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
  const inline = (nodes: Inline[]): ReactNode => nodes.map((n, i) => <Fragment key={i}>{one(n)}</Fragment>);
  const one = (n: Inline): ReactNode => {
    switch (n.kind) {
      case "text":
        return n.text;
      case "break":
        return <br />;
      case "code":
        return <code>{n.text}</code>;
      case "link":
        return (
          <a href={n.href} target="_blank" rel="noopener noreferrer">
            {inline(n.children)}
          </a>
        );
      case "mention":
        return (
          <button
            type="button"
            className={me?.(n.id) ? styles.mine : styles.mention}
            disabled={!onMention || n.id === "room"}
            onClick={() => onMention?.(n.id)}
          >
            {n.text}
          </button>
        );
      default: {
        const Tag = n.kind;
        return <Tag>{inline(n.children)}</Tag>;
      }
    }
  };
  const block = (b: Block, i: number): ReactNode => {
    switch (b.kind) {
      case "paragraph":
        return <p key={i}>{inline(b.children)}</p>;
      case "code":
        return (
          // Long lines scroll, so the keyboard must be able to reach it.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs focus (WCAG 2.1.1)
          <pre key={i} tabIndex={0}>
            <code>{b.text}</code>
          </pre>
        );
      case "quote":
        return <blockquote key={i}>{b.children.map(block)}</blockquote>;
      case "list": {
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        const items = b.items.map((item, j) => <li key={j}>{inline(item)}</li>);
        return b.start === undefined ? (
          <ul key={i}>{items}</ul>
        ) : (
          <ol key={i} start={b.start}>
            {items}
          </ol>
        );
      }
    }
  };
  return <div className={styles.text}>{parseMarkdown(text, mentions).map(block)}</div>;
});
