import { type ComponentType, useEffect, useRef } from "react";
import { t } from "../../locales/t";
import { paths } from "../../shared/paths";
import { Audit } from "./Audit";
import styles from "./admin.module.css";
import { Company } from "./Company";
import { Health } from "./Health";
import { People } from "./People";
import { Reports } from "./Reports";
import { Rooms } from "./Rooms";
import { Stats } from "./Stats";

const PAGES = {
  overview: Stats,
  people: People,
  rooms: Rooms,
  reports: Reports,
  audit: Audit,
  health: Health,
  company: Company,
} satisfies Record<string, ComponentType>;

type PageName = keyof typeof PAGES;
const NAMES = Object.keys(PAGES) as PageName[];

const isPage = (name: string | undefined): name is PageName => name !== undefined && name in PAGES;

/** Administration: each number on the overview leads to the list behind it. */
export default function Admin({ page }: { page?: string }) {
  const current = isPage(page) ? page : "overview";
  const Page = PAGES[current];
  const nav = useRef<HTMLElement>(null);
  // On a phone the later tabs stand outside of the window.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another tab
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  return (
    <div className={styles.admin}>
      <nav ref={nav} className={styles.nav} aria-label={t("admin.pages")}>
        {NAMES.map((name) => (
          <a
            key={name}
            href={name === "overview" ? paths.admin : paths.adminPage(name)}
            className={styles.tab}
            aria-current={name === current ? "page" : undefined}
          >
            {t(`admin.page.${name}`)}
          </a>
        ))}
        <a href={paths.invites} className={styles.tab}>
          {t("you.invites")}
        </a>
      </nav>
      <div className={styles.body}>
        <Page />
      </div>
    </div>
  );
}
