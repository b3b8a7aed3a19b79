using System.Text.Json.Nodes;

namespace AgentService.Flows;

/// <summary>Understands what a person answers where a flow waits.</summary>
internal static class FlowReading
{
    private const int MaxHeard = 1000;

    // Stands among the phrases for all that is no other answer.
    public const string WhateverElse = "*";

    /// <param name="free">Null where no model is to be asked.</param>
    /// <returns>Null when it is no answer.</returns>
    public static async Task<FlowAnswered?> ReadAsync(FlowState state, JsonObject data, string content, FreeText? free, CancellationToken cancellationToken) => state switch
    {
        FlowState.Confirming asked => Spoken.IsPlainYes(content) ? new(asked.Yes) { IsConsent = true } : Spoken.IsNo(content) ? new(asked.No) : null,
        FlowState.Choosing choosing => await ChosenAsync(choosing, data, content, free, cancellationToken),
        FlowState.Listening listening => Of(Heard(listening.Answers, content, alone: true)) ?? Listened(listening, content),
        FlowState.Asking asking => Of(await AskedAsync(asking.Answers, content, free, cancellationToken)),
        _ => null,
    };

    /// <summary>What a person can answer, in few words.</summary>
    public static IReadOnlyList<string> OptionsOf(FlowState state, JsonObject data) => state switch
    {
        FlowState.Confirming => ["yes", "no"],
        FlowState.Choosing choosing => NamesIn(choosing, data),
        FlowState.Asking asking => [.. asking.Answers.Where(answer => !IsWhateverElse(answer)).Select(answer => answer.Phrases[0])],
        _ => [],
    };

    public static string HintOf(FlowState state, JsonObject data) => state switch
    {
        FlowState.Confirming => FlowWords.YesOrNo,
        FlowState.Choosing choosing => FlowWords.Choose(NamesIn(choosing, data)),
        FlowState.Listening => state.Say is { } asked ? FlowTexts.Render(asked, data) : FlowWords.InYourWords,
        _ => FlowWords.Say(OptionsOf(state, data)),
    };

    private static async Task<FlowAnswered?> ChosenAsync(
        FlowState.Choosing choosing, JsonObject data, string content, FreeText? free, CancellationToken cancellationToken)
    {
        var names = NamesIn(choosing, data);
        if (Spoken.Choice(names, content) is { } index) return Chosen(choosing, data, index);
        if (Heard(choosing.Answers, content) is { } answer) return Of(answer);
        if (free is null || Spoken.IsQuestion(content)) return null;
        var which = await free.WhichAsync([.. names, .. choosing.Answers.Select(one => one.Phrases[0])], content, cancellationToken);
        return which is not { } meant ? null : meant < names.Count ? Chosen(choosing, data, meant) : Of(choosing.Answers[meant - names.Count]);
    }

    private static async Task<FlowAnswer?> AskedAsync(
        IReadOnlyList<FlowAnswer> answers, string content, FreeText? free, CancellationToken cancellationToken)
    {
        var whateverElse = answers.FirstOrDefault(IsWhateverElse);
        var named = answers.Where(answer => !IsWhateverElse(answer)).ToList();
        if (Heard(named, content, alone: whateverElse is not null) is { } answer) return answer;
        if (free is null) return whateverElse;
        var which = await free.WhichAsync([.. named.Select(one => string.Join(" / ", one.Phrases))], content, cancellationToken);
        return which is { } meant ? named[meant] : whateverElse;
    }

    // A question, or a bare yes to an open question, is none of its answers.
    private static FlowAnswered? Listened(FlowState.Listening listening, string content)
    {
        if (Spoken.Words(content).Length == 0 || Spoken.IsPlainYes(content) || Spoken.IsQuestionThroughout(content)) return null;
        var heard = content.Trim();
        var end = heard.Length <= MaxHeard ? heard.Length : char.IsHighSurrogate(heard[MaxHeard - 1]) ? MaxHeard - 1 : MaxHeard;
        return new(listening.Then) { Into = listening.Into, Value = heard[..end] };
    }

    private static FlowAnswer? Heard(IReadOnlyList<FlowAnswer> answers, string content, bool alone = false) =>
        Spoken.Nearest(answers, answer => answer.Phrases, Spoken.Words(content), alone);

    public static bool IsWhateverElse(FlowAnswer answer) => answer.Phrases.Contains(WhateverElse);

    private static FlowAnswered Chosen(FlowState.Choosing choosing, JsonObject data, int index) =>
        new(choosing.Then) { Into = choosing.Into, Value = ItemsIn(choosing, data)[index]!.DeepClone() };

    private static FlowAnswered? Of(FlowAnswer? answer) => answer is null ? null : new(answer.To);

    private static List<string> NamesIn(FlowState.Choosing choosing, JsonObject data) => [.. ItemsIn(choosing, data).Select(item => item!["name"]!.ToString())];

    private static JsonArray ItemsIn(FlowState.Choosing choosing, JsonObject data) =>
        choosing.From.Split('.').Aggregate((JsonNode?)data, (node, part) => (node as JsonObject)?[part]) as JsonArray ?? [];
}

/// <summary>An answer: where it leads, and what is to be remembered of it.</summary>
internal sealed record FlowAnswered(string To)
{
    public string? Into { get; init; }

    public JsonNode? Value { get; init; }

    /// <summary>An explicit yes to a question that named an effect.</summary>
    public bool IsConsent { get; init; }
}
