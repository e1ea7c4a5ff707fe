import { claimOpenTask, releaseTask } from './claims.ts';
import { decideTasks } from './decideTasks.ts';
import { countTasksByView, listTasks } from './listTasks.ts';

export const taskEndpoints = [listTasks, countTasksByView, claimOpenTask, releaseTask, decideTasks];
