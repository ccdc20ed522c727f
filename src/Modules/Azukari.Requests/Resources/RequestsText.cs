namespace Azukari.Requests.Resources;

/// <summary>The strings of requests: <c>RequestsText.resx</c> and <c>RequestsText.en.resx</c>.</summary>
public sealed class RequestsText;
