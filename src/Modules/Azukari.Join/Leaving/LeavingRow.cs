using Azukari.Vault;

namespace Azukari.Join.Leaving;

/// <summary>That somebody wants to end their membership, from the moment they said so. While it is not done, it is gone on with.</summary>
internal sealed class LeavingRow
{
    public required SubjectId Subject { get; init; }

    /// <summary>The case: the application's, or one of its own (<c>L-</c> and eight letters and digits) where the member came otherwise.</summary>
    public required string Code { get; init; }

    /// <summary>Whether the registration is undone within the cooling-off period; decided when it was said, since notice counts from then.</summary>
    public required bool Undone { get; init; }

    public required string Accessor { get; init; }

    /// <summary><c>ja</c> or <c>en</c>, for the letter.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    public DateTimeOffset? DoneAt { get; set; }
}
