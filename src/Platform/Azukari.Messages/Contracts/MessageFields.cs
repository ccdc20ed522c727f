using System.Collections;
using System.Globalization;

namespace Azukari.Messages.Contracts;

/// <summary>
/// The fields of one order: codes, links, days, numbers. Sealed where the message waits, and removed once it has ended. Prints their number only.
/// </summary>
public sealed class MessageFields : IEnumerable<KeyValuePair<string, string>>
{
    private readonly SortedDictionary<string, string> _stored = new(StringComparer.Ordinal);

    internal MessageFields(IEnumerable<KeyValuePair<string, string>> stored)
    {
        foreach (var (name, value) in stored) _stored.Add(name, value);
    }

    /// <summary>No field yet.</summary>
    public MessageFields()
    {
    }

    /// <summary>How many.</summary>
    public int Count => _stored.Count;

    /// <summary>A reference.</summary>
    public MessageFields Code(string name, string code) => With(name, code);

    /// <summary>A path of the site without its language, such as <c>/join/confirm/…</c>; the message's language is put before it.</summary>
    public MessageFields Link(string name, string path) => With(name, path);

    /// <summary>A day.</summary>
    public MessageFields Day(string name, DateOnly day) => With(name, day.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>A moment.</summary>
    public MessageFields Moment(string name, DateTimeOffset at) => With(name, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    /// <summary>A whole number.</summary>
    public MessageFields Number(string name, long count) => With(name, count.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whole yen.</summary>
    public MessageFields Yen(string name, long yen) => With(name, yen.ToString(CultureInfo.InvariantCulture));

    /// <summary>One of the words the field declares, by its code.</summary>
    public MessageFields Word(string name, string code) => With(name, code);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _stored.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of fields only.</summary>
    public override string ToString() => $"MessageFields[{Count}]";

    internal string? Find(string name) => _stored.GetValueOrDefault(name);

    private MessageFields With(string name, string value)
    {
        _stored.Add(name, value);
        return this;
    }
}
