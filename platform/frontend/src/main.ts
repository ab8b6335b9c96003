/** What every page loads. Each page works without it; this makes pages quick and pleasant. */
import Alpine from "@alpinejs/csp";

import "./css/main.css";
import { startConnection } from "./connection.ts";
import { startDialogs } from "./dialogs.ts";
import { startDrafts } from "./drafts.ts";
import { startForms } from "./forms.ts";
import { startIslands } from "./islands.ts";
import { startKeySheet } from "./key-sheet.ts";
import { startKeys } from "./keys.ts";
import { menu } from "./menu.ts";
import { startMergeFields } from "./merge.ts";
import { startNotices } from "./notices.ts";
import { startPalette } from "./palette/open.ts";
import { startRequests } from "./requests.ts";
import { startRows } from "./rows.ts";
import { startShell } from "./shell.ts";
import { startTheme } from "./theme.ts";
import { startToasts } from "./toasts.ts";

document.documentElement.classList.add("js");

startTheme();
startToasts();
startDrafts();
startConnection();
startRequests();
startDialogs();
startForms();
startRows();
startShell();
startMergeFields();
startKeys();
startKeySheet();
startPalette();
startNotices();
startIslands();

Alpine.data("menu", menu);
Alpine.start();
