import { type FormEvent, type ReactNode, useState } from "react";
import { fieldProblem, problemText } from "../../shared/words";
import { Button } from "../../ui/Button";
import styles from "./AuthPage.module.css";

export type Values = (name: string) => string;

/** A form whose inputs keep their own values; what the server refuses is shown at its field or above the button. */
export function AuthForm({
  submit,
  label,
  children,
}: {
  submit: (values: Values) => Promise<void>;
  label: string;
  children: (problemOf: (field: string) => string | undefined) => ReactNode;
}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [fields, setFields] = useState<string[]>([]);
  const send = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const data = new FormData(e.currentTarget);
    setFields([...data.keys()]);
    setBusy(true);
    setError(undefined);
    try {
      await submit((name) => String(data.get(name) ?? ""));
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const atField = fields.some((f) => fieldProblem(error, f));
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      {children((field) => fieldProblem(error, field))}
      {error !== undefined && !atField && (
        <p className={styles.problem} role="alert">
          {problemText(error)}
        </p>
      )}
      <Button kind="primary" type="submit" wide busy={busy}>
        {label}
      </Button>
    </form>
  );
}
