namespace IntegrationDispatcher.Callers;

/// <summary>Something a handler takes from a request that can be wrong by itself. It is checked before who may do what.</summary>
internal interface ICheckedInput
{
    /// <summary>Null when nothing is wrong.</summary>
    IResult? Problem(HttpContext context);
}
