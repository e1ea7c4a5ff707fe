import { UploadOutlined } from '@ant-design/icons';
import { Button, Drawer, Dropdown, Empty, Grid, Table } from 'antd';
import { useSearchParams } from 'react-router';
import { addressOf } from '../../../api/client.ts';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { minuteOf } from '../../../parts/days.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { useMay } from '../../../session/session.ts';
import { areaWords } from '../values.tsx';
import { useRegisterWords } from '../words.ts';
import { UploadRoll } from './UploadRoll.tsx';

type Roll = ItemOf<'listRolls'>;

/** Versions of a compound's roll of owners: figures, no names. */
export function Rolls({ id }: { id: string }) {
  const say = useRegisterWords();
  const may = useMay();
  const wide = Grid.useBreakpoint().md ?? true;
  const [params, setParams] = useSearchParams();
  const show = (open: boolean) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (open) next.set('do', 'roll');
      else next.delete('do');
      return next;
    });
  const list = usePages('listRolls', { path: { id } });
  if (list.isPending) return <Loading />;
  if (list.error && list.items.length === 0) return <Failure problem={list.error} retry={list.refetch} />;
  return (
    <>
      {may('uploadRoll') && (
        <p>
          <Button icon={<UploadOutlined />} onClick={() => show(true)}>
            {say('uploadRoll')}
          </Button>
        </p>
      )}
      <Table<Roll>
        rowKey="version"
        dataSource={list.items}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={say('noRolls')} /> }}
        columns={[
          { title: say('roll'), rowScope: 'row', render: (_, { version }) => say('version', { revision: version }) },
          { title: say('asOf'), dataIndex: 'asOf' },
          { title: say('units'), dataIndex: 'units', align: 'right' },
          { title: say('heads'), dataIndex: 'heads', align: 'right' },
          {
            title: say('area'),
            align: 'right',
            render: (_, { area }) => say('squareMetres', { value: areaWords(area) }),
          },
          { title: say('buildings'), render: (_, { buildings }) => buildings.length },
          {
            title: say('uploadedBy'),
            render: (_, { uploadedAt, uploadedBy }) =>
              say('updatedBy', { at: minuteOf(uploadedAt), by: uploadedBy.name }),
          },
          ...(may('exportRoll')
            ? [
                {
                  title: '',
                  render: (_: unknown, { version }: Roll) => (
                    <Dropdown
                      trigger={['click']}
                      menu={{
                        items: ['xlsx', 'csv'].map((format) => ({
                          key: format,
                          label: (
                            <a href={addressOf('exportRoll', { path: { id, version }, query: { format } })}>
                              {format.toUpperCase()}
                            </a>
                          ),
                        })),
                      }}
                    >
                      <Button size="small">{say('exporting')}</Button>
                    </Dropdown>
                  ),
                },
              ]
            : []),
        ]}
      />
      <More list={list} />
      <Drawer
        open={params.get('do') === 'roll'}
        onClose={() => show(false)}
        size={wide ? 720 : '100%'}
        title={say('uploadRoll')}
        destroyOnHidden
      >
        <UploadRoll id={id} close={() => show(false)} />
      </Drawer>
    </>
  );
}
