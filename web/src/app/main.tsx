import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { t } from "../locales/t";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <h1>{t("app.name")}</h1>
    </StrictMode>,
  );
}
