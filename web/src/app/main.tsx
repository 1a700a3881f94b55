import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../ui/tokens.css";
import "../ui/base.css";
import { createClient } from "../core/client";
import { App } from "./App";
import { followTheme } from "./theme";
import { followViewport } from "./viewport";

followTheme();
followViewport();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App client={createClient()} />
    </StrictMode>,
  );
}
