using MimeKit;

namespace Azukari.Messages.Sending;

/// <summary>What became of a letter that was handed over.</summary>
internal enum PostOutcome
{
    /// <summary>The server has it.</summary>
    Taken,

    /// <summary>Refused for now (4xx, greylisting among it): again later.</summary>
    Later,

    /// <summary>Refused for good (5xx): this letter to this address will not be taken.</summary>
    Refused,

    /// <summary>The server could not be reached, or takes nothing from us: no fault of the letter.</summary>
    Away,

    /// <summary>The content was on its way when the connection ended or the time ran out: the server may have it or not.</summary>
    Unknown,
}

/// <summary>An outcome and its code, such as <c>smtp-450</c>: never a server's words, which quote addresses.</summary>
internal readonly record struct PostAnswer(PostOutcome Outcome, string? Code = null);

/// <summary>Where letters are handed over. Not for concurrent use: each sender has its own.</summary>
internal interface IPost : IAsyncDisposable
{
    /// <summary>Hands one over. Never throws for what the other side does.</summary>
    Task<PostAnswer> HandAsync(MimeMessage letter, CancellationToken cancel);

    /// <summary>There is nothing to hand over for now.</summary>
    Task RestAsync();
}
