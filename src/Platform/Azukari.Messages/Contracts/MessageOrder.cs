using System.Globalization;
using Azukari.Vault;

namespace Azukari.Messages.Contracts;

/// <summary>
/// An order to write to somebody: to a subject, never to an address. The address is read from the vault when the message is sent, for the
/// purpose and as the recipient of the template.
/// </summary>
public sealed record MessageOrder
{
    /// <summary>A declared template.</summary>
    public required string Template { get; init; }

    /// <summary>To whom.</summary>
    public required SubjectId Subject { get; init; }

    /// <summary>The application, request, order or campaign it belongs to: recorded with the reading of the address.</summary>
    public string? Case { get; init; }

    /// <summary>The language: <c>ja</c> or <c>en</c>.</summary>
    public string Language { get; init; } = "ja";

    /// <summary>What the text needs besides what is read of the person: exactly the fields the template declares.</summary>
    public MessageFields Fields { get; init; } = new();

    /// <summary>
    /// Two orders of one template to one subject with one key are one message, however often they are placed: <c>application-17</c>, a link's
    /// id. At most 200 characters; kept as a keyed hash.
    /// </summary>
    public required string DedupeKey { get; init; }

    /// <summary>Not before this moment; at once when null.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Whose act it follows from; <c>messages</c> when nobody's.</summary>
    public Accessor? By { get; init; }

    /// <summary>Template and subject.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Template} to {Subject}");
}

/// <summary>A message: a version 7 UUID.</summary>
public readonly record struct MessageId(Guid Value)
{
    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Value.ToString("N");

    /// <summary>Reads 32 hex digits; false for anything else.</summary>
    public static bool TryParse(string? text, out MessageId id)
    {
        var fine = Guid.TryParseExact(text, "N", out var value) && text!.Length == 32;
        id = new MessageId(value);
        return fine;
    }
}

/// <summary>An order that was taken.</summary>
/// <param name="Id">The message.</param>
/// <param name="IsNew">False when this order had been placed before.</param>
public readonly record struct MessageQueued(MessageId Id, bool IsNew);
