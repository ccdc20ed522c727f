namespace Azukari.Api.Resources;

/// <summary>Marks the strings of the API's pages and of its OpenAPI document: ApiText.resx (Japanese) and ApiText.en.resx.</summary>
public sealed class ApiText;
