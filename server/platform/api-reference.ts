import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

/** OpenAPI 3.1 from the contract, readable at `/docs`. */
export async function registerApiReference(server: FastifyInstance) {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Dompet API',
        version: '1',
        description:
          'Every refusal is an RFC 9457 problem with a stable `code` and the `figures` that explain it. Calls that move money take an `Idempotency-Key`: the same key always gives the first answer.',
      },
      tags: [
        { name: 'customer', description: 'Cookie session of a customer; changing calls send X-Dompet-Request: 1' },
        { name: 'merchant', description: 'Authorization: Bearer KEY' },
        { name: 'staff', description: 'Cookie session of a member of staff' },
        { name: 'anyone', description: 'No session needed' },
        { name: 'bank', description: 'Signed by the bank' },
      ],
    },
    transform: jsonSchemaTransform,
  })
  await server.register(swaggerUi, { routePrefix: '/docs' })
}
