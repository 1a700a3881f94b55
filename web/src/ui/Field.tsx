import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
  useState,
} from "react";
import { t } from "../locales/t";
import { IconButton } from "./Button";
import { cx } from "./cx";
import styles from "./Field.module.css";

type Common = { label: string; hint?: ReactNode; error?: string; hideLabel?: boolean };

function Frame({
  id,
  label,
  hint,
  error,
  hideLabel,
  children,
}: Common & { id: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={hideLabel ? "visually-hidden" : styles.label}>
        {label}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          {error}
        </p>
      )}
      {hint && !error && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

function described(id: string, { hint, error }: Pick<Common, "hint" | "error">) {
  return {
    "aria-invalid": error ? true : undefined,
    "aria-describedby": error ? `${id}-error` : hint ? `${id}-hint` : undefined,
  };
}

type TextProps = Common & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> };

export function TextField({ label, hint, error, hideLabel, className, ...rest }: TextProps) {
  const id = useId();
  const frame = { label, hint, error, hideLabel };
  return (
    <Frame id={id} {...frame}>
      <input id={id} className={cx(styles.input, className)} {...described(id, frame)} {...rest} />
    </Frame>
  );
}

/** Gloves and wet glass: everybody may look at what was typed. */
export function PasswordField({ label, hint, error, ...rest }: TextProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const frame = { label, hint, error };
  return (
    <Frame id={id} {...frame}>
      <div className={styles.withButton}>
        <input
          id={id}
          className={styles.input}
          autoCapitalize="none"
          spellCheck={false}
          {...described(id, frame)}
          {...rest}
          type={shown ? "text" : "password"}
        />
        <IconButton
          icon={shown ? "eyeOff" : "eye"}
          label={shown ? t("ui.hidePassword") : t("ui.showPassword")}
          onClick={() => setShown(!shown)}
        />
      </div>
    </Frame>
  );
}

export function TextArea({
  label,
  hint,
  error,
  hideLabel,
  ...rest
}: Common & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  const frame = { label, hint, error, hideLabel };
  return (
    <Frame id={id} {...frame}>
      <textarea
        id={id}
        className={cx(styles.input, styles.area)}
        rows={3}
        {...described(id, frame)}
        {...rest}
      />
    </Frame>
  );
}

type Choice = { value: string; label: string };

export function Select({
  label,
  hint,
  error,
  hideLabel,
  choices,
  ...rest
}: Common & SelectHTMLAttributes<HTMLSelectElement> & { choices: Choice[] }) {
  const id = useId();
  const frame = { label, hint, error, hideLabel };
  return (
    <Frame id={id} {...frame}>
      <select id={id} className={cx(styles.input, styles.select)} {...described(id, frame)} {...rest}>
        {choices.map((c) => (
          <option key={c.value} value={c.value}>
            {c.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}
