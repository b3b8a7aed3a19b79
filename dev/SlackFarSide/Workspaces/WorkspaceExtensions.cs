namespace SlackFarSide.Workspaces;

internal static class WorkspaceExtensions
{
    public static void AddWorkspace(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SlackSettings>().BindConfiguration(SlackSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Workspace>();
    }
}
