import { Button, Input, Modal, Select, Table } from 'antd';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { useText } from '../shared/text.ts';
import { type Campaign, tagOf, useDraftAct } from './useDraft.ts';
import { useDraftWords } from './words.ts';

type Listed = ItemOf<'listCampaignCompounds'>;

/** The list with who takes on what; each row can be changed by itself. */
export function StaffedTable({ campaign }: { campaign: Campaign }) {
  const say = useDraftWords();
  const text = useText();
  const [edited, setEdited] = useState<Listed>();
  const list = usePages('listCampaignCompounds', { path: { id: campaign.id } }, { limit: 100 });
  if (list.error && list.items.length === 0) return <Failure problem={list.error} retry={list.refetch} />;
  if (list.isPending) return <Loading />;
  const seat = (holder: string | undefined) => holder ?? <span className="faint">{say('emptySeat')}</span>;
  return (
    <>
      <Table<Listed>
        size="small"
        rowKey="compound"
        dataSource={list.items}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: say('compound'),
            render: (_, { compound, name, reason }) => (
              <>
                {name} <span className="faint">{compound}</span>
                <br />
                <small className="faint wrap">{text(reason)}</small>
              </>
            ),
          },
          { title: say('leader'), render: (_, { staffing }) => seat(staffing.leader) },
          { title: say('redSecretary'), render: (_, { staffing }) => seat(staffing.redSecretary) },
          {
            title: say('department'),
            render: (_, { staffing: { departments } }) =>
              seat(departments.length === 0 ? undefined : departments.join('、')),
          },
          {
            render: (_, each) => (
              <Button
                size="small"
                type="link"
                aria-label={`${say('edit')}: ${each.name}`}
                onClick={() => setEdited(each)}
              >
                {say('edit')}
              </Button>
            ),
          },
        ]}
      />
      <More list={list} />
      {edited && <EditSeats campaign={campaign} listed={edited} close={() => setEdited(undefined)} />}
    </>
  );
}

function EditSeats({ campaign, listed, close }: { campaign: Campaign; listed: Listed; close: () => void }) {
  const say = useDraftWords();
  const { id } = campaign;
  const [leader, setLeader] = useState(listed.staffing.leader ?? '');
  const [redSecretary, setRedSecretary] = useState(listed.staffing.redSecretary ?? '');
  const [departments, setDepartments] = useState(listed.staffing.departments);
  const save = useDraftAct(
    id,
    () =>
      call(
        'staffCampaign',
        {
          path: { id },
          body: {
            mode: 'rows',
            rows: [
              {
                compound: listed.compound,
                ...(leader.trim() !== '' && { leader: leader.trim() }),
                ...(redSecretary.trim() !== '' && { redSecretary: redSecretary.trim() }),
                departments,
              },
            ],
          },
        },
        { ifMatch: tagOf(campaign) },
      ),
    close,
  );
  return (
    <Modal
      open
      title={say('editTitle', { name: listed.name })}
      okText={say('save')}
      cancelText={say('no')}
      confirmLoading={save.isPending}
      onOk={() => save.mutate(undefined)}
      onCancel={close}
    >
      <div className="stack">
        <label className="field" htmlFor="seat-leader">
          {say('leader')}
          <Input id="seat-leader" value={leader} maxLength={80} onChange={({ target }) => setLeader(target.value)} />
        </label>
        <label className="field" htmlFor="seat-secretary">
          {say('redSecretary')}
          <Input
            id="seat-secretary"
            value={redSecretary}
            maxLength={80}
            onChange={({ target }) => setRedSecretary(target.value)}
          />
        </label>
        <label className="field" htmlFor="seat-departments">
          {say('department')}
          <Select
            id="seat-departments"
            mode="tags"
            open={false}
            suffixIcon={null}
            maxCount={6}
            value={departments}
            tokenSeparators={[',', '，', '、', ';', '；']}
            onChange={(value: string[]) => setDepartments(value)}
          />
        </label>
        {save.error && <Refused problem={save.error} />}
      </div>
    </Modal>
  );
}
