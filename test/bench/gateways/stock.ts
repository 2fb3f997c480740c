import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { answerQuestions } from '../process/answer-questions';

// @apollo/server with @apollo/gateway as their documentation says. Argument: the supergraph file.
void (async () => {
  const supergraphSdl = readFileSync(process.argv[2] ?? '', 'utf8');
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }) });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  answerQuestions({ url });
})();
