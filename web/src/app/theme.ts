import { $prefs } from "../shared/prefs";

/** The chosen theme as an attribute that the tokens read; without it they follow the device. */
export function followTheme(): void {
  $prefs.subscribe(({ theme }) => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  });
}
