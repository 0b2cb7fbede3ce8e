/** What backends are told of an event besides: who made the change. The history does not keep it, so it is not compared. */
export interface Acted {
  actor?: unknown;
}
