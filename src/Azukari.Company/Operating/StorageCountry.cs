namespace Azukari.Company.Operating;

/// <summary>Where the company keeps its data: the stores, their copies and the keys.</summary>
public static class StorageCountry
{
    /// <summary>The country, ISO 3166-1 alpha-2.</summary>
    public const string Code = "JP";
}
