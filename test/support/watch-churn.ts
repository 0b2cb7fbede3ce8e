import { cpuUs } from '../../bench/harness/cpu.ts';
import { readBloat, worstOf, type Bloat } from './bloat.ts';
import { compressTime, type BusyPostgres } from './busy-postgres.ts';
import { churn } from './churn.ts';
import { openPostgres } from './postgres.ts';

/** A tenth of the orders: what was worst while they were placed. */
export interface Tenth extends Bloat {
  perSecond: number;
  /** CPU time of Postgres with all its processes, in microseconds for each order. */
  postgresCpuUs: number;
}

/** Orders between two looks. */
const step = 2_500;

/** Until the first tenth is over. */
const expectedPerSecond = 1_500;

/**
 * Each change of settings has autovacuum wait anew, which doubles what dies between two looks. So what differs less than this stays, and
 * nothing is changed in the second half.
 */
const tolerance = 1.25;

/**
 * Lets orders live, and looks at the tables meanwhile. Time is compressed for autovacuum about as much as for the orders: when a tenth
 * of them is over, by how fast they were.
 *
 * @param shopPerSecond how many orders the shop has in a second of its own
 */
export async function watchChurn(
  server: BusyPostgres,
  orders: number,
  shopPerSecond: number,
): Promise<Tenth[]> {
  let compressedFor = expectedPerSecond;
  await compressTime(server.client, compressedFor / shopPerSecond);
  const postgres = openPostgres(server.url);
  const tenths: Tenth[] = [];
  let looks: Bloat[] = [];
  let began = { ms: performance.now(), cpuUs: cpuUs(server.pid) };
  let looking = Promise.resolve();

  async function look(isTenth: boolean): Promise<void> {
    looks.push(await readBloat(server.client));
    if (!isTenth) return;
    const now = { ms: performance.now(), cpuUs: cpuUs(server.pid) };
    const perSecond = (orders / 10 / (now.ms - began.ms)) * 1_000;
    const postgresCpuUs = (now.cpuUs - began.cpuUs) / (orders / 10);
    tenths.push({ perSecond, postgresCpuUs, ...worstOf(looks) });
    looks = [];
    began = now;
    if (tenths.length >= 5) return;
    if (Math.max(perSecond / compressedFor, compressedFor / perSecond) < tolerance) return;
    compressedFor = perSecond;
    await compressTime(server.client, compressedFor / shopPerSecond);
  }

  await churn(postgres, orders, (placed) => {
    if (placed % step === 0) looking = looking.then(() => look(placed % (orders / 10) === 0));
  });
  await looking;
  await postgres.close();
  return tenths;
}
