// Which directories only build on one another, so that no root would ever show their failure?

/** Directory → directories that build on it. */
export type Users = ReadonlyMap<string, readonly string[]>;

/** The first directory, in the given order, of each circle that no root reaches. `built` are the directories that would be left out as bases. */
export function rootlessCircles(built: readonly string[], users: Users): readonly string[] {
  const below = invert(users);
  const leftOut = new Set(built);
  const roots = new Set([...users.values()].flat().filter((user) => !leftOut.has(user)));
  const reached = new Set<string>();
  for (const root of roots) reach(root, below, reached);
  return built.filter((directory) => {
    if (reached.has(directory)) return false;
    const around = new Set<string>();
    for (const next of below.get(directory) ?? []) reach(next, below, around);
    if (!around.has(directory)) return false;
    for (const one of around) reached.add(one);
    return true;
  });
}

function invert(users: Users): ReadonlyMap<string, readonly string[]> {
  const pairs = [...users].flatMap(([target, list]) => list.map((user) => ({ user, target })));
  return new Map([...Map.groupBy(pairs, ({ user }) => user)].map(([user, list]) => [user, list.map(({ target }) => target)]));
}

function reach(start: string, below: ReadonlyMap<string, readonly string[]>, reached: Set<string>): void {
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    for (const next of below.get(at) ?? []) open.push(next);
  }
}
