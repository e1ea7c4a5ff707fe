import { useTagged } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { useMay, useMe } from '../../../session/session.ts';
import '../administration.css';
import { Substitutions } from '../substitutions/Substitutions.tsx';
import { CalendarFeeds } from './CalendarFeeds.tsx';
import { NotificationChoice } from './NotificationChoice.tsx';
import { useSettingsWords } from './words.ts';

/** What somebody chooses for themself. */
export function Settings() {
  const say = useSettingsWords();
  const may = useMay();
  const { user } = useMe();
  const settings = useTagged('getMyNotificationSettings', {});
  if (settings.error && !settings.data) return <Failure problem={settings.error} retry={settings.refetch} />;
  return (
    <Page title={say('title')} lead={say('lead')}>
      <div className="panels">
        {settings.data ? <NotificationChoice read={settings.data} reread={settings.refetch} /> : <Loading rows={12} />}
        {may('listSubstitutions') && user.role === 'reviewer' && <Substitutions />}
        {may('createCalendarFeed') && <CalendarFeeds />}
      </div>
    </Page>
  );
}
