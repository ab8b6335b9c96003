/** The amount with VAT, rounded half up to whole won, as on invoices; `rate` in 1/100 percent. */
export function withVat(won: number, rate: number): number {
  return won + Math.floor((won * rate + 5_000) / 10_000);
}
