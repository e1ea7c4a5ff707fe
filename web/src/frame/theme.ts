import type { ThemeConfig } from 'antd';

/** Calm and legible: one blue for what can be done, amber for what is rehearsed, red only for what is late. */
export const colours = {
  primary: '#1b5e91',
  ink: '#1a2733',
  faint: '#4c6072',
  line: '#dde4ea',
  ground: '#f4f6f8',
  late: '#b3261e',
  warning: '#8a5300',
  done: '#1f7a4d',
  rehearsal: '#8a5300',
};

export function theme(compact: boolean): ThemeConfig {
  return {
    cssVar: { key: 'zz' },
    token: {
      colorPrimary: colours.primary,
      colorInfo: colours.primary,
      colorInfoBg: '#e8f1f8',
      colorInfoBorder: '#b5d0e5',
      // What is derived of dark colours would be murky.
      colorError: colours.late,
      colorErrorBg: '#fdf1f0',
      colorErrorBorder: '#efc1bd',
      colorSuccess: colours.done,
      colorSuccessBg: '#edf7f1',
      colorSuccessBorder: '#b5dac5',
      colorWarning: '#b26a00',
      colorWarningBg: '#fdf6e9',
      colorWarningBorder: '#ecd3a3',
      colorLink: colours.primary,
      colorText: colours.ink,
      colorTextSecondary: colours.faint,
      colorTextDescription: colours.faint,
      colorTextTertiary: '#5d6f7f',
      colorTextPlaceholder: '#647583',
      colorBgLayout: colours.ground,
      colorBorderSecondary: colours.line,
      borderRadius: 8,
      // What is read anew is legible meanwhile: the sign that turns says enough.
      opacityLoading: 1,
      // Which letters those are says base.css, by language.
      fontFamily: 'var(--letters)',
      ...(compact && { controlHeight: 28, padding: 12, paddingLG: 16, fontSize: 13 }),
    },
    components: {
      Layout: { headerBg: '#fff', siderBg: '#fff', headerPadding: '0 20px', headerHeight: 56 },
      Menu: {
        itemBorderRadius: 8,
        itemSelectedBg: '#e3eef7',
        itemSelectedColor: '#124a75',
        groupTitleColor: '#5d6f7f',
      },
      // At the radius of everything else a box to tick would be a circle, which is for one choice among several.
      Checkbox: { borderRadiusSM: 3 },
      Table: { headerBg: '#f7f9fb', ...(compact && { cellPaddingBlock: 6 }) },
    },
  };
}
