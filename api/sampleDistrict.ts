import type { CompoundFields } from '../domain/registers/compound.ts';

/** How much sample data there is; every name in it says that it is a sample. */
export const sampleSizes = ['none', 'small', 'full'] as const;
export type SampleSize = (typeof sampleSizes)[number];

export const sampleDistrict = 'linyi/lanshan';

/** The fictitious district's four streets; the small sample has the first two. */
const streets = ['yinqueshan', 'jinqueshan', 'lanshan', 'liuqing'] as const;
const streetNames = ['银雀山街道', '金雀山街道', '兰山街道', '柳青街道'] as const;
export const firstStreet = `${sampleDistrict}/${streets[0]}`;
export const firstCommunity = `${firstStreet}/hongqi`;

const smallCommunities = [
  [firstCommunity, '红旗社区'],
  [`${firstStreet}/pingan`, '平安社区'],
  [`${sampleDistrict}/${streets[1]}/heping`, '和平社区'],
  [`${sampleDistrict}/${streets[1]}/guangming`, '光明社区'],
] as const;

const communityWords =
  '向阳 东风 新华 胜利 团结 幸福 友谊 建设 前进 朝阳 长安 永安 兴隆 福泽 沂滨 滨河 杏园 桃园 柳园 梅园 育才 文苑 金源 银河 水田'.split(
    ' ',
  );
const quarters = ['东', '西', '南', '北'] as const;

/** How many there are in the sample; the full one has the size of the district in the documents (1,105 and 102: S0, S3). */
const counts = { none: [0, 0], small: [12, 4], full: [1105, 102] } as const;

/** The streets of a sample, by scope path. */
export function sampleStreets(size: SampleSize): string[] {
  return streets.slice(0, size === 'full' ? 4 : 2).map((street) => `${sampleDistrict}/${street}`);
}

function sampleCommunities(size: SampleSize): [string, string][] {
  const more = Array.from({ length: counts[size][1] - smallCommunities.length }, (_, index): [string, string] => {
    const word = communityWords[index % communityWords.length] ?? '';
    const quarter = quarters[Math.floor(index / communityWords.length)] ?? '';
    return [`${sampleDistrict}/${streets[index % streets.length]}/S-${index + 5}`, `${word}${quarter}社区`];
  });
  return [...smallCommunities.map(([path, name]): [string, string] => [path, name]), ...more];
}

/** Scope path → name; the higher places first. */
export function samplePlaces(size: SampleSize): Record<string, string> {
  const named: [string, string][] = [
    ['linyi', '临沂市'],
    [sampleDistrict, '兰山区'],
    ...sampleStreets(size).map((path, index): [string, string] => [path, streetNames[index] ?? '']),
    ...sampleCommunities(size),
  ];
  return Object.fromEntries(named.map(([path, name]) => [path, `${name}（示例）`]));
}

const names =
  '金山花园 沂河新村 兰亭苑 书香名邸 向阳小区 柳青苑 凤凰城 东方家园 银河湾 桃源里 陶然居 康乐园 锦绣华庭 阳光水岸 丽景花园 怡和家园 翠湖庭院 春晖苑 秀水名城 御景园 安居苑 祥和里 滨河绿苑 明珠花园 华府景城 静雅居 盛世华庭 枫林晚苑 星河丽都 古槐里'.split(
    ' ',
  );
const selectionTypes = ['commercialResidential', 'staffHousing', 'resettlement', 'oldCompound'] as const;
const governanceTypes = ['commercialDevelopment', 'staffHousing', 'rebuilt', 'mixed'] as const;
const smallNames = 12;

/** Compounds C-01, C-02 … in turn of three per community. The small sample is the beginning of the full one. */
export function sampleCompounds(size: SampleSize): { id: string; fields: CompoundFields }[] {
  const communities = sampleCommunities(size).map(([path]) => path);
  return Array.from({ length: counts[size][0] }, (_, index) => {
    // The first twelve are where the small sample has them; the others fill all communities in turn.
    const at = index < smallNames ? index % (3 * smallCommunities.length) : index - smallNames;
    const [city = '', district = '', street = '', community = ''] =
      communities[Math.floor(at / 3) % communities.length]?.split('/') ?? [];
    const households = 180 + ((index * 137) % 1400);
    return {
      id: `C-${String(index + 1).padStart(2, '0')}`,
      fields: {
        name: `${nameOf(index)}（示例）`,
        city,
        district,
        street,
        community,
        households,
        // 96.50 m² a household.
        area: households * 9650,
        builtYear: 1986 + ((index * 7) % 36),
        compoundTypeSelection: selectionTypes[index % 4] ?? 'oldCompound',
        compoundTypeGovernance: governanceTypes[index % 4] ?? 'mixed',
      },
    };
  });
}

function nameOf(index: number): string {
  if (index < smallNames) return names[index] ?? '';
  const round = Math.floor((index - smallNames) / names.length);
  return `${names[(index - smallNames) % names.length]}${quarters[round % 4]}区${round < 4 ? '' : `${Math.floor(round / 4) + 1}期`}`;
}
