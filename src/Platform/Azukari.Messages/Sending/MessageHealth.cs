using Azukari.Messages.Contracts;
using Azukari.Messages.Queue;
using Azukari.Storage;
using Azukari.Vault.Health;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Messages.Sending;

/// <summary>Whether the server for messages takes them; told by the senders.</summary>
internal sealed class PostState
{
    private volatile bool _away;

    public bool IsAway
    {
        get => _away;
        set => _away = value;
    }
}

/// <summary>How many messages are due and wait, and whether their server is away: a host without it goes on, and somebody should look.</summary>
internal sealed class MessageHealth(IDbContextFactory<AzukariDb> databases, Posts posts, PostState state, TimeProvider clock) : IHealthProbe
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(30);
    private long? _late;

    /// <summary>By what it is known how long something lasts, whatever the clock is set to.</summary>
    internal TimeProvider Even { get; init; } = TimeProvider.System;

    public string Part => "messages";

    public HealthState Worst => HealthState.Degraded;

    public async Task<HealthFinding> LookAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var due = db.Set<MessageRow>().Where(message => message.State == MessageState.Waiting && message.DueAt <= now);
        var count = await due.LongCountAsync(cancel);
        TimeSpan? age = count == 0 ? null : now - await due.OrderBy(message => message.DueAt).Select(message => message.DueAt).FirstOrDefaultAsync(cancel);
        if (!posts.Any) return new HealthFinding(Part, HealthState.Ready, "no-server", count, age); // meant so, and said when the host starts
        if (state.IsAway) return new HealthFinding(Part, HealthState.Degraded, "server-away", count, age);
        // Late for a while by even time: a clock that leapt makes everything late, for as long as it takes to send it.
        _late = age > Late ? _late ?? Even.GetTimestamp() : null;
        return _late is { } since && Even.GetElapsedTime(since) > Lasting
            ? new HealthFinding(Part, HealthState.Degraded, "waiting", count, age) : HealthFinding.Ready(Part, count, age);
    }
}
