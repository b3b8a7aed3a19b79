using System.Net;
using System.Net.Http.Headers;

namespace IntegrationDispatcher.Integrations;

/// <summary>A body that knows whether any of it may have left: nobody acts on what never reached them.</summary>
internal sealed class TellingContent : ByteArrayContent
{
    public TellingContent(byte[] body, string mediaType)
        : base(body) => Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);

    public bool MayHaveLeft { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        MayHaveLeft = true; // asked for only once there is a connection
        return base.SerializeToStreamAsync(stream, context, cancellationToken);
    }
}
