// A stand-in desktop on a session bus: the tray host that Electron registers its icon with, and the notification
// service. It records what the app shows and does what a person does with it.
import dbus from 'dbus-next';
import { eventually } from './processes.ts';

const { Interface } = dbus.interface;
const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';

export interface TrayEntry {
  readonly id: number;
  readonly label: string;
  readonly isEnabled: boolean;
  readonly isChecked: boolean;
}

export interface ShownNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  readonly actions: readonly string[];
}

export interface SessionBus {
  /** What the menu of the tray icon says now, with what is in menus of it. */
  entries(): Promise<TrayEntry[]>;
  /** Waits until the menu has an entry like this. */
  entry(label: string | RegExp): Promise<TrayEntry>;
  /** Clicks that entry. */
  choose(label: string | RegExp): Promise<void>;
  /** Left click on the icon. */
  click(): Promise<void>;
  tooltip(): Promise<string>;
  /** When each icon came, in ms since 1970. */
  readonly iconsAt: readonly number[];
  readonly notifications: readonly ShownNotification[];
  /** Ids of notifications that the app has withdrawn. */
  readonly withdrawn: readonly number[];
  press(notification: ShownNotification): void;
  close(): void;
}

class Watcher extends Interface {
  readonly names: string[] = [];
  readonly times: number[] = [];
  RegisterStatusNotifierItem(service: string): void {
    this.names.push(service);
    this.times.push(Date.now());
    this.StatusNotifierItemRegistered(service);
  }
  RegisterStatusNotifierHost(): void {}
  StatusNotifierItemRegistered(service: string): string {
    return service;
  }
  get RegisteredStatusNotifierItems(): string[] {
    return this.names;
  }
  get IsStatusNotifierHostRegistered(): boolean {
    return true;
  }
  get ProtocolVersion(): number {
    return 0;
  }
}
Watcher.configureMembers({
  methods: {
    RegisterStatusNotifierItem: { inSignature: 's' },
    RegisterStatusNotifierHost: { inSignature: 's' },
  },
  signals: { StatusNotifierItemRegistered: { signature: 's' } },
  properties: {
    RegisteredStatusNotifierItems: { signature: 'as', access: 'read' },
    IsStatusNotifierHostRegistered: { signature: 'b', access: 'read' },
    ProtocolVersion: { signature: 'i', access: 'read' },
  },
});

class Notifications extends Interface {
  readonly shown: ShownNotification[] = [];
  readonly closed: number[] = [];
  Notify(
    _app: string,
    _replaces: number,
    _icon: string,
    title: string,
    body: string,
    actions: string[],
  ): number {
    this.shown.push({ id: this.shown.length + 1, title, body, actions });
    return this.shown.length;
  }
  CloseNotification(id: number): void {
    this.closed.push(id);
    this.NotificationClosed(id, 3);
  }
  GetCapabilities(): string[] {
    return ['actions', 'body', 'body-markup', 'persistence'];
  }
  GetServerInformation(): string[] {
    return ['test-desktop', 'patchbay', '1.0', '1.2'];
  }
  ActionInvoked(id: number, key: string): [number, string] {
    return [id, key];
  }
  NotificationClosed(id: number, reason: number): [number, number] {
    return [id, reason];
  }
}
Notifications.configureMembers({
  methods: {
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    CloseNotification: { inSignature: 'u' },
    GetCapabilities: { outSignature: 'as' },
    GetServerInformation: { outSignature: 'ssss' },
  },
  signals: { ActionInvoked: { signature: 'us' }, NotificationClosed: { signature: 'uu' } },
});

/**
 * @param address of a bus that runs
 * @param hasTray whether icons are shown at all
 */
export async function joinSessionBus(address: string, hasTray = true): Promise<SessionBus> {
  const bus = dbus.sessionBus({ busAddress: address });
  const watcher = new Watcher('org.kde.StatusNotifierWatcher');
  const notifications = new Notifications('org.freedesktop.Notifications');
  bus.export('/StatusNotifierWatcher', watcher);
  bus.export('/org/freedesktop/Notifications', notifications);
  // Whoever joined before may still be on the way out.
  const names = [...(hasTray ? ['org.kde.StatusNotifierWatcher'] : []), 'org.freedesktop.Notifications'];
  for (const name of names) {
    await eventually(
      async () =>
        (await bus.requestName(name, dbus.NameFlag.DO_NOT_QUEUE)) === dbus.RequestNameReply.PRIMARY_OWNER,
      { describe: () => `${name} is taken` },
    );
  }

  // Chromium answers calls on its objects but describes none of them, so there are no proxies for them.
  async function call(
    to: { name: string; path: string },
    member: string,
    at: string,
    signature: string,
    body: unknown[],
  ): Promise<unknown[]> {
    const about = { destination: to.name, path: to.path, interface: at, member, signature, body };
    return (await bus.call(new dbus.Message(about)))?.body ?? [];
  }

  async function icon(): Promise<{ name: string; path: string }> {
    const service = await eventually(() => watcher.names.at(-1), {
      describe: () => 'no tray icon was shown',
    });
    const at = service.indexOf('/');
    if (at < 0) return { name: service, path: '/StatusNotifierItem' };
    return { name: at > 0 ? service.slice(0, at) : service, path: service.slice(at) };
  }

  async function property(key: string): Promise<unknown> {
    const [variant] = await call(await icon(), 'Get', 'org.freedesktop.DBus.Properties', 'ss', [ITEM, key]);
    return (variant as { value: unknown }).value;
  }

  async function entries(): Promise<TrayEntry[]> {
    const to = { name: (await icon()).name, path: (await property('Menu')) as string };
    const [, layout] = await call(to, 'GetLayout', MENU, 'iias', [0, -1, []]);
    return entriesOf(layout as MenuLayout);
  }

  async function entry(label: string | RegExp): Promise<TrayEntry> {
    let last: TrayEntry[] = [];
    const matches = (text: string) => (typeof label === 'string' ? text === label : label.test(text));
    return eventually(
      async () => {
        last = await entries();
        return last.find((candidate) => matches(candidate.label));
      },
      { describe: () => `the menu has no ${label}: ${last.map((known) => known.label).join(' · ')}` },
    );
  }

  return {
    entries,
    entry,
    choose: (label) =>
      eventually(async () => {
        const { id } = await entry(label);
        const to = { name: (await icon()).name, path: (await property('Menu')) as string };
        const clicked = call(to, 'Event', MENU, 'isvu', [id, 'clicked', new dbus.Variant('s', ''), 0]);
        // A menu that has just been drawn anew knows its old numbers no more.
        return clicked.then(
          () => true,
          () => false,
        );
      }).then(() => undefined),
    async click() {
      await call(await icon(), 'Activate', ITEM, 'ii', [0, 0]);
    },
    async tooltip() {
      const [, , title] = (await property('ToolTip')) as [string, unknown, string];
      return title;
    },
    iconsAt: watcher.times,
    notifications: notifications.shown,
    withdrawn: notifications.closed,
    press: ({ id }) => notifications.ActionInvoked(id, 'default'),
    close: () => bus.disconnect(),
  };
}

type MenuLayout = [number, MenuProperties, { value: MenuLayout }[]];

function entriesOf([, , children]: MenuLayout): TrayEntry[] {
  return children.flatMap(({ value }) => {
    const [id, about] = value;
    const entry = {
      id,
      label: about.label?.value.replaceAll('_', '') ?? '',
      isEnabled: about.enabled?.value ?? true,
      isChecked: about['toggle-state']?.value === 1,
    };
    return [entry, ...entriesOf(value)];
  });
}

interface MenuProperties {
  readonly label?: { readonly value: string };
  readonly enabled?: { readonly value: boolean };
  readonly 'toggle-state'?: { readonly value: number };
}
