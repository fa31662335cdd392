/** The page: a schedule that is looked at, explored and branched off, and the prover. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Trace } from '../../aio/trace.ts';
import type { PageData } from '../engine/page-data.ts';
import { type Address, readAddress, type Screen, SCREENS, writeAddress } from './address.ts';
import type { Client } from './client.ts';
import { Prover } from './prover.tsx';
import { opened, openedTrace, type Opened } from './opened.ts';
import { ScheduleScreen } from './schedule-screen.tsx';
import { ThemeSwitch } from './theme.tsx';

interface Props {
  readonly data: PageData;
  readonly client: () => Client;
}

const TITLES: Readonly<Record<Screen, string>> = { trace: 'Schedule', prove: 'Prove' };

export function App({ data, client: newClient }: Props) {
  const client = useMemo(newClient, []);
  const [address, setAddress] = useState<Address>(() => readAddress(location.hash));
  const [shown, setShown] = useState<Opened>(() => opened(data, readAddress(location.hash)));
  useEffect(() => {
    // A link in the page, or the reader, has changed the address.
    const onHash = (): void => {
      const next = readAddress(location.hash);
      setAddress(next);
      const isOther =
        writeAddress(next) !==
        writeAddress({ ...address, step: next.step, folded: next.folded, all: next.all, screen: next.screen });
      if (isOther) setShown(opened(data, next));
    };
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, [address, data]);
  const go = (change: Partial<Address>): void => {
    const next = { ...address, ...change };
    setAddress(next);
    history.replaceState(null, '', writeAddress(next));
  };
  const show = (next: Opened, names: Pick<Address, 'trace' | 'scenario' | 'patch'>): void => {
    setShown(next);
    go({ ...names, step: null, folded: [], screen: 'trace' });
  };
  const openTrace = (trace: Trace): void => {
    const { scenario, patch } = trace;
    show(openedTrace(trace), { trace: null, scenario: scenario.name, patch });
  };
  return (
    <>
      <header>
        <h1>
          kioctx{' '}
          <span class="quiet">
            {shown.world.scenario.name} under {shown.world.patch}
          </span>
        </h1>
        <nav aria-label="screens">
          {SCREENS.map((screen) => (
            <button
              key={screen}
              type="button"
              aria-current={address.screen === screen ? 'page' : undefined}
              onClick={() => go({ screen })}
            >
              {TITLES[screen]}
            </button>
          ))}
        </nav>
        <ThemeSwitch />
      </header>
      {address.screen === 'trace' ? (
        <ScheduleScreen key={shown.key} shown={shown} data={data} client={client} address={address} onAddress={go} />
      ) : (
        <Prover
          data={data}
          initial={{ scenario: shown.world.scenario, patch: shown.world.patch }}
          client={newClient}
          onOpen={openTrace}
          onExplore={({ scenario, patch }) =>
            show(
              { key: `${Date.now()}`, world: { scenario, patch }, schedule: [], property: null, issue: null },
              { trace: null, scenario: scenario.name, patch },
            )
          }
        />
      )}
      <footer class="quiet">
        kioctx {data.version}: the model, the patch and the search are in this file. Nothing is sent anywhere.
      </footer>
    </>
  );
}
