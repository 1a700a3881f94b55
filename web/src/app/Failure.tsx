import { Component, type ReactNode } from "react";
import { t } from "../locales/t";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/Surface";

/** A fault of ours, or a part of the app that could not be fetched: says so, keeps what waits, offers to go on. */
export class Failure extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <EmptyState icon="alert" title={t("failure.title")}>
        <p>{t("failure.lead")}</p>
        <Button kind="primary" onClick={() => location.reload()}>
          {t("state.reload")}
        </Button>
      </EmptyState>
    );
  }
}
