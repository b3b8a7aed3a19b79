using AgentService.Flows;
using Microsoft.Extensions.AI;

namespace AgentService.Models;

/// <summary>
/// Answers with what the knowledge base says, word for word, or says that it does not know. No network, no weights: the same question gets the
/// same answer, and nothing is ever made up.
/// </summary>
public sealed class EmbeddedChatClient() : LocalChatClient(Provider)
{
    public const string Provider = "embedded";

    protected override Task<string> AnswerAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var agent = ModelMessages.AgentIn(messages);
        return Task.FromResult((SmallTalk.KindOf(ModelMessages.QuestionIn(messages)), ModelMessages.PassagesIn(messages)) switch
        {
            (SmallTalkKind.Greeting, _) => EmbeddedAnswers.Greeting(agent),
            (SmallTalkKind.Thanks, _) => EmbeddedAnswers.Thanks,
            (SmallTalkKind.Goodbye, _) => EmbeddedAnswers.Goodbye,
            (SmallTalkKind.WhatCanYouDo, _) => EmbeddedAnswers.Capabilities(agent),
            (SmallTalkKind.Returning, _) => FlowWords.Back,
            (SmallTalkKind.Declining, _) => EmbeddedAnswers.NothingMore,
            (SmallTalkKind.Agreeing, _) => EmbeddedAnswers.WhatIsIt,
            (SmallTalkKind.Cancelling, _) => EmbeddedAnswers.NothingToCancel,
            (_, { Count: > 0 } passages) => EmbeddedAnswers.FromPassages(passages),
            _ => EmbeddedAnswers.Unknown(agent),
        });
    }
}
