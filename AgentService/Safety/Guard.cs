using Microsoft.Extensions.Options;

namespace AgentService.Safety;

/// <summary>Judges what people type before anyone else reads it, and what they are answered before they do.</summary>
internal sealed class Guard(Moderator moderator, IOptions<SafetyOptions> options)
{
    private readonly SafetyOptions _options = options.Value;

    /// <summary>Whether an answer must be whole before any of it is heard.</summary>
    public bool ModeratesAnswers => _options.Moderates && _options.ModerateAnswers;

    /// <summary>Whether anything is looked at.</summary>
    public bool IsOff => _options.DangerousOff;

    /// <exception cref="ModerationUnavailableException">The endpoint cannot say, and unchecked it may not go on.</exception>
    public async Task<Verdict> CheckInputAsync(string content, GuardLevel level, CancellationToken cancellationToken)
    {
        if (IsOff) return new Verdict.Clean();
        if (Injections.IsIn(content)) return new Verdict.Blocked(Danger.PromptInjection, GuardWords.Injection);
        var (text, dangers) = Redaction.Of(content);
        if (dangers.Count > 0 && level == GuardLevel.Strict) return new Verdict.Blocked(dangers[0], GuardWords.SentAgainWithout(dangers[0]));
        if (_options.Moderates && await IsFlaggedAsync(text, level, cancellationToken)) return new Verdict.Blocked(Danger.Flagged, GuardWords.FlaggedMessage);
        return dangers.Count > 0 ? new Verdict.Redacted(text, dangers) : new Verdict.Clean();
    }

    /// <summary>
    /// What an answer may say, whatever way it goes out: the dispatcher sends it over more ways than the one the question came by, and to some of them, as to a
    /// telephone, nobody would entrust a secret.
    /// </summary>
    public Verdict CheckOutput(string content)
    {
        var (text, dangers) = IsOff ? (content, []) : Redaction.Of(content);
        return dangers.Count > 0 ? new Verdict.Redacted(text, dangers) : new Verdict.Clean();
    }

    /// <summary>As <see cref="CheckOutput"/>, and the moderation endpoint has its say: for what a model wrote.</summary>
    /// <exception cref="ModerationUnavailableException">The endpoint cannot say, and unchecked it may not go on.</exception>
    public async Task<Verdict> CheckOutputAsync(string content, GuardLevel level, CancellationToken cancellationToken)
    {
        var verdict = CheckOutput(content);
        var text = verdict is Verdict.Redacted redacted ? redacted.Text : content;
        return ModeratesAnswers && await IsFlaggedAsync(text, level, cancellationToken) ? new Verdict.Blocked(Danger.Flagged, GuardWords.FlaggedAnswer) : verdict;
    }

    private async Task<bool> IsFlaggedAsync(string text, GuardLevel level, CancellationToken cancellationToken) =>
        await moderator.FlagsAsync(text, cancellationToken) ?? (_options.DangerousFailOpen && level != GuardLevel.Strict
            ? false
            : throw new ModerationUnavailableException("The moderation endpoint cannot be asked."));
}
