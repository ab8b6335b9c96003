/** What every page loads. Each page works without it; this makes pages quick and pleasant. */
import Alpine from "@alpinejs/csp";

import "./css/main.css";
import { startDialogs } from "./dialogs.ts";
import { startForms } from "./forms.ts";
import { startIslands } from "./islands.ts";
import { startKeys } from "./keys.ts";
import { menu } from "./menu.ts";
import { startMergeFields } from "./merge.ts";
import { startRequests } from "./requests.ts";
import { startRows } from "./rows.ts";
import { startTheme } from "./theme.ts";
import { startToasts } from "./toasts.ts";

document.documentElement.classList.add("js");

startTheme();
startToasts();
startRequests();
startDialogs();
startForms();
startRows();
startMergeFields();
startKeys();
startIslands();

Alpine.data("menu", menu);
Alpine.start();
