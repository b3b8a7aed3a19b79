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
            Filter<DeliveryStatus>(query, "status", page.Errors, Enum.GetValues<DeliveryStatus>()),
            Filter<IntegrationType>(query, "integration_type", page.Errors, DeliveryTypes.All)));
    }

    public IResult? Problem(HttpContext context) => Page.Errors.Problem;

    private static TEnum? Filter<TEnum>(IQueryCollection query, string name, FieldErrors errors, IReadOnlyCollection<TEnum> allowed)
        where TEnum : struct, Enum
    {
        if (!query.TryGetValue(name, out var text)) return null;
        if (EnumText.TryParse<TEnum>(text, out var value) && allowed.Contains(value)) return value;
        errors.Add(name, $"must be one of: {string.Join(", ", allowed.Select(EnumText.Of))}");
        return null;
    }
}
