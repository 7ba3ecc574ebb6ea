import type { UnassignedCode } from '../../domain/plan.js';

/** Why an order has no run and what would change it, in Chinese; the plan itself says it in English. */
export const UNASSIGNED_ZH: Readonly<Record<UnassignedCode, { readonly why: string; readonly fix: string }>> =
  {
    'faulty-order': { why: '订单数据有误', fix: '改正订单后重新提交' },
    'faulty-site': { why: '揽收点数据有误', fix: '改正揽收点后重新提交' },
    unroutable: { why: '附近没有道路', fix: '核对坐标与坐标系，或在道路上设 stopAt' },
    'no-vehicle': { why: '没有可用车辆', fix: '增加能到达的（或冷藏）车辆，或设 stopAt' },
    'no-road': { why: '道路不连通', fix: '核对附近的单行与路障，或设 stopAt' },
    'too-large': { why: '超过车辆容量', fix: '拆分订单，或增加更大的车辆' },
    'window-unreachable': { why: '时间窗赶不上', fix: '延长开放时间、提早备货，或延长班次' },
    'spoils-before-hub': { why: '到中心前会变质', fix: '临近发车再备货，或用冷藏车' },
    'misses-last-departure': { why: '没有可赶的干线', fix: '增加干线班次或仓位' },
    'fleet-exhausted': { why: '运力不足', fix: '增加车辆或班次时长' },
    'no-supply': { why: '没有货源', fix: '登记货源，或在订单上指定揽收点' },
  };
