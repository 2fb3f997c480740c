import { answerQuestions } from '../process/answer-questions';
import { stubSubgraphs } from '../graph/stub-subgraphs';
import { startStubServers } from './stub-servers';

// The process of the four subgraphs.
void (async () => {
  const stubs = await startStubServers(stubSubgraphs());
  answerQuestions({ urls: stubs.urls }, async (question) => {
    if (question.type === 'delay') stubs.setDelay(Number(question.value));
    if (question.type === 'record') stubs.record();
    return question.type === 'recorded' ? stubs.recorded() : stubs.calls();
  });
})();
