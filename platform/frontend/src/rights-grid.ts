/** Walking a grid with holes: rows of cells, some of them null. */
const WAYS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The next cell that is there in the key's direction; undefined for other keys and at the edge. */
export function moved(
  grid: readonly (readonly unknown[])[],
  row: number,
  column: number,
  key: string,
): { row: number; column: number } | undefined {
  const way = WAYS[key];
  if (!way) return undefined;
  let at = { row: row + way[0], column: column + way[1] };
  while (grid[at.row] && at.column >= 0 && at.column < Math.max(...grid.map((each) => each.length))) {
    if (grid[at.row]![at.column]) return at;
    at = { row: at.row + way[0], column: at.column + way[1] };
  }
  return undefined;
}

/** The value to fill a cell with: the same, or the widest below it that the cell knows. */
export function filled(value: string, known: readonly string[]): string {
  const fitting = known.filter((each) => each <= value);
  return fitting.at(-1) ?? known[0]!;
}

/** The value that all have; "" where they differ, and where there is none. */
export function shared(values: readonly string[]): string {
  return values.every((each) => each === values[0]) ? (values[0] ?? "") : "";
}
