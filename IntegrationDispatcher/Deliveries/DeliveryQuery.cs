using IntegrationDispatcher.Callers;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Which of a person's deliveries are asked for. Null means all.</summary>
internal sealed record DeliveryQuery(Page Page, DeliveryStatus? Status, IntegrationType? Type) : ICheckedInput
{
    public static ValueTask<DeliveryQuery?> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var page = Page.Read(query);
        return ValueTask.FromResult<DeliveryQuery?>(new(
            page,
            page.Filter(query, "status", Enum.GetValues<DeliveryStatus>()),
            page.Filter(query, "integration_type", DeliveryTypes.All)));
    }

    public IResult? Problem(HttpContext context) => Page.Errors.Problem;
}
