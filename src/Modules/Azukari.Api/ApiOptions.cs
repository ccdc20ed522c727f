namespace Azukari.Api;

/// <summary>Limits of the API, from the configuration's section <c>Api</c>.</summary>
public sealed class ApiOptions
{
    /// <summary>The most bytes a body may have, 1 KiB to 16 MiB. Default 256 KiB.</summary>
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>The most bytes the body of a bulk read may have, 1 KiB to 64 MiB. Default 8 MiB.</summary>
    public int MaxBulkBodyBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>The most people one bulk read may name, 1 to 1,000,000. Default 100,000.</summary>
    public int MaxBulkSubjects { get; set; } = 100_000;

    /// <summary>How many calls a client may make in a second on average, 1 to 1,000,000. Default 500.</summary>
    public int CallsPerSecond { get; set; } = 500;

    /// <summary>How many it may make at once beyond that, 1 to 1,000,000. Default 1,000.</summary>
    public int CallsAtOnce { get; set; } = 1_000;

    /// <summary>How many tokens an address may ask for in a minute, 1 to 100,000. Default 60.</summary>
    public int TokensPerMinute { get; set; } = 60;

    /// <summary>How many seconds a call may take before it is given up, 1 to 600; bulk reads may take as long as they go on. Default 30.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>How many minutes an access token is valid, 1 to 60. Default 10.</summary>
    public int TokenMinutes { get; set; } = 10;

    /// <summary>How many hours the answer to an Idempotency-Key is kept, 1 to 168. Default 24.</summary>
    public int IdempotencyHours { get; set; } = 24;

    /// <summary>What is wrong with the settings, each naming the setting and what is allowed.</summary>
    internal IEnumerable<string> Problems() => new (string Name, int Value, int From, int To)[]
        {
            (nameof(MaxBodyBytes), MaxBodyBytes, 1024, 16 << 20), (nameof(MaxBulkBodyBytes), MaxBulkBodyBytes, 1024, 64 << 20),
            (nameof(MaxBulkSubjects), MaxBulkSubjects, 1, 1_000_000), (nameof(CallsPerSecond), CallsPerSecond, 1, 1_000_000), (nameof(CallsAtOnce), CallsAtOnce, 1, 1_000_000),
            (nameof(TokensPerMinute), TokensPerMinute, 1, 100_000), (nameof(TimeoutSeconds), TimeoutSeconds, 1, 600), (nameof(TokenMinutes), TokenMinutes, 1, 60),
            (nameof(IdempotencyHours), IdempotencyHours, 1, 168),
        }
        .Where(setting => setting.Value < setting.From || setting.Value > setting.To)
        .Select(setting => $"Api:{setting.Name} has to be {setting.From} to {setting.To}.");
}
