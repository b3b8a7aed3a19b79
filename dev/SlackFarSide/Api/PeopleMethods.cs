using SlackFarSide.Workspaces;

namespace SlackFarSide.Api;

/// <summary>Who the bot is, and who the others are.</summary>
internal sealed class PeopleMethods(Workspace workspace) : IApiMethods
{
    public IEnumerable<ApiMethod> All =>
    [
        new("auth.test", TakesJson: true, TestAuth),
        new("users.info", TakesJson: false, arguments => new { User = workspace.Person(arguments.Required("user")).ToUser() }),
        new("users.lookupByEmail", TakesJson: false, LookUp),
    ];

    private static object TestAuth(Arguments arguments) => new
    {
        Url = $"https://{Ids.Domain}.slack.com/", Team = Ids.Domain, User = Ids.BotHandle,
        TeamId = Ids.Team, UserId = Ids.BotUser, BotId = Ids.Bot, IsEnterpriseInstall = false,
    };

    private object LookUp(Arguments arguments)
    {
        var email = arguments.Required("email");
        var found = workspace.People.FirstOrDefault(person => email.Equals(person.Email, StringComparison.OrdinalIgnoreCase));
        return new { User = (found ?? throw new SlackError("users_not_found")).ToUser() };
    }
}
