using RequestManager.Sessions;
using SelfServiceAgent.Contracts;

namespace RequestManager.Tests;

public sealed class SessionCommandsTests
{
    [Theory]
    [InlineData("reset", SessionCommand.Reset)]
    [InlineData("CLEAR", SessionCommand.Reset)]
    [InlineData(" Restart\n", SessionCommand.Reset)]
    [InlineData("New Session", SessionCommand.Reset)]
    [InlineData("tokens", SessionCommand.Tokens)]
    [InlineData("**Tokens**", SessionCommand.Tokens)]
    [InlineData("token stats", SessionCommand.Tokens)]
    [InlineData("\tUSAGE STATS ", SessionCommand.Tokens)]
    [InlineData("reset my password", null)]
    [InlineData("reset.", null)]
    [InlineData("new  session", null)]
    [InlineData("newsession", null)]
    [InlineData("*tokens*", null)]
    [InlineData(" ", null)]
    public void Only_the_whole_content_is_a_command(string content, SessionCommand? command) => Assert.Equal(command, SessionCommands.In(content));
}
