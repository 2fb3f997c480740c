import { answerQuestions } from '../process/answer-questions';
import { type LoadOrder, runClosedLoop } from './closed-loop';

// The process that makes the load. The bench sends it orders.
answerQuestions({}, ({ value }) => runClosedLoop(value as LoadOrder));
