import { Account } from '../../components/account.tsx';
import { Page } from '../../components/page.tsx';
import { words } from '../../words.ts';
import { AboutSection } from './about-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { ApprovalsSection } from './approvals-section.tsx';
import { AzureSection } from './azure-section.tsx';
import { CopiesSection } from './copies-section.tsx';
import { EngineSection } from './engine-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { HealthSection } from './health-section.tsx';
import { NetworkSection } from './network-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import classes from './settings-page.module.css';

const sections = [
  ['general', GeneralSection],
  ['notifications', NotificationsSection],
  ['approvals', ApprovalsSection],
  ['copies', CopiesSection],
  ['account', Account],
  ['engine', EngineSection],
  ['network', NetworkSection],
  ['azure', AzureSection],
  ['appearance', AppearanceSection],
  ['health', HealthSection],
  ['about', AboutSection],
] as const;

/** All settings on one page; a change applies at once. */
export function SettingsPage() {
  return (
    <Page title={words.pages.settings}>
      <div className={classes.columns}>
        <nav className={classes.links} aria-label={words.settings.sections}>
          {sections.map(([name]) => (
            <button
              key={name}
              type="button"
              className={classes.link}
              onClick={() => document.getElementById(`settings-${name}`)?.scrollIntoView()}
            >
              {words.settings.names[name]}
            </button>
          ))}
        </nav>
        <div className={classes.sections}>
          {sections.map(([name, Section]) => (
            <section key={name} id={`settings-${name}`} aria-labelledby={`settings-${name}-title`}>
              <h2 id={`settings-${name}-title`} className={classes.title}>
                {words.settings.names[name]}
              </h2>
              <Section />
            </section>
          ))}
        </div>
      </div>
    </Page>
  );
}
