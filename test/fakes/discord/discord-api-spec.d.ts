/** The package ships its zod schemas without types; these are the ones the fake uses. */
declare module 'discord-api-spec/zod' {
  export interface Schema {
    safeParse(
      value: unknown,
    ):
      | { success: true }
      | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
  }
  export const ApplicationCommandAutocompleteCallbackRequestSchema: Schema;
  export const ApplicationCommandUpdateRequestSchema: Schema;
  export const CreateMessageInteractionCallbackRequestSchema: Schema;
  export const IncomingWebhookInteractionRequestSchema: Schema;
  export const IncomingWebhookRequestPartialSchema: Schema;
  export const IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema: Schema;
}
