import {
  AlertOutlined,
  ApiOutlined,
  AuditOutlined,
  BarChartOutlined,
  BookOutlined,
  CalendarOutlined,
  ExperimentOutlined,
  FileTextOutlined,
  FlagOutlined,
  FolderOpenOutlined,
  InboxOutlined,
  OrderedListOutlined,
  PartitionOutlined,
  RetweetOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { OperationId } from '../api/client.ts';
import type { Me } from '../session/session.ts';
import type { useFrameWords } from './words.ts';

type Word = Parameters<ReturnType<typeof useFrameWords>>[0];

interface Entry {
  path: string;
  word: Word;
  icon: ReactNode;
  /** Shown to whoever may call it. */
  needs: OperationId;
  /** Roles it would only be in the way of, though they may. */
  notFor?: readonly Me['user']['role'][];
}

/** The menu, by what somebody comes for. */
export const navigation: readonly { word: Word; entries: readonly Entry[] }[] = [
  {
    word: 'work',
    entries: [
      { path: '/inbox', word: 'inbox', icon: <InboxOutlined />, needs: 'listTasks', notFor: ['administrator'] },
      { path: '/cases', word: 'cases', icon: <FolderOpenOutlined />, needs: 'listCases' },
    ],
  },
  {
    word: 'campaigns',
    entries: [
      { path: '/campaigns', word: 'campaignList', icon: <FlagOutlined />, needs: 'listCampaigns' },
      {
        path: '/rankings',
        word: 'rankings',
        icon: <OrderedListOutlined />,
        needs: 'listRankings',
        notFor: ['reviewer'],
      },
      {
        path: '/rehearsals',
        word: 'rehearsals',
        icon: <ExperimentOutlined />,
        needs: 'listRehearsals',
        notFor: ['reviewer'],
      },
      { path: '/cycles', word: 'cycles', icon: <RetweetOutlined />, needs: 'listCycles', notFor: ['reviewer'] },
    ],
  },
  {
    word: 'watch',
    entries: [
      { path: '/dashboard', word: 'dashboard', icon: <BarChartOutlined />, needs: 'getDashboard' },
      { path: '/forecast', word: 'forecast', icon: <AlertOutlined />, needs: 'getForecast' },
    ],
  },
  {
    word: 'registers',
    entries: [
      { path: '/registers', word: 'registerList', icon: <BookOutlined />, needs: 'listCompounds' },
      { path: '/procedures', word: 'procedures', icon: <PartitionOutlined />, needs: 'listProcedures' },
    ],
  },
  {
    word: 'administration',
    entries: [
      { path: '/policies', word: 'policies', icon: <SettingOutlined />, needs: 'listPolicies', notFor: ['reviewer'] },
      {
        path: '/calendars',
        word: 'calendars',
        icon: <CalendarOutlined />,
        needs: 'listCalendars',
        notFor: ['reviewer'],
      },
      {
        path: '/templates',
        word: 'templates',
        icon: <FileTextOutlined />,
        needs: 'listDocumentTemplates',
        notFor: ['reviewer', 'monitor'],
      },
      { path: '/users', word: 'users', icon: <TeamOutlined />, needs: 'listUsers' },
      { path: '/webhooks', word: 'webhooks', icon: <ApiOutlined />, needs: 'listWebhooks' },
      { path: '/audit-log', word: 'auditLog', icon: <AuditOutlined />, needs: 'listAuditLog' },
    ],
  },
];

/** Where somebody begins. */
export function homeOf({ user }: Me): string {
  const homes: Partial<Record<Me['user']['role'], string>> = {
    coordinator: '/campaigns',
    monitor: '/dashboard',
    administrator: '/users',
  };
  return homes[user.role] ?? '/inbox';
}
