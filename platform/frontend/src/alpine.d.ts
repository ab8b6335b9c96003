/** The part of Alpine's content-policy build that we use; the package ships no types. */
declare module "@alpinejs/csp" {
  interface Alpine {
    data(name: string, make: () => Record<string, unknown>): void;
    start(): void;
  }
  const alpine: Alpine;
  export default alpine;
}

declare module "htmx.org/dist/htmx.esm.js" {
  interface Htmx {
    config: { noSwap: (number | string)[]; historyCacheSize?: number; [key: string]: unknown };
    process(element: Element): void;
    ajax(verb: string, url: string, options: Record<string, unknown>): Promise<void>;
  }
  const htmx: Htmx;
  export default htmx;
}
