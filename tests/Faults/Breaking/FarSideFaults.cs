using Faults.FarSides;
using IntegrationDispatcher.Tests;

namespace Faults.Breaking;

/// <summary>A far side over HTTP is out of sorts.</summary>
internal sealed record OutOfSorts(LoopbackServer Server, string Name, Mood Mood) : Fault($"{Name}: {Mood}")
{
    public override Task BreakAsync(Random random)
    {
        Server.Mood = Mood;
        return Task.CompletedTask;
    }

    public override Task MendAsync()
    {
        Server.Mood = Mood.Answers;
        return Task.CompletedTask;
    }
}

/// <summary>The mail server takes a mail's data as told.</summary>
internal sealed record MailTrouble(SmtpFarSide Mail, string What, Script Script) : Fault($"mail server: {What}")
{
    public override Task BreakAsync(Random random)
    {
        Mail.AtData = Script;
        return Task.CompletedTask;
    }

    public override Task MendAsync()
    {
        Mail.AtData = Script.Takes;
        return Task.CompletedTask;
    }
}
