using System.Globalization;
using Azukari.Policy.Document;

namespace Azukari.Policy.Loading;

/// <summary>Something wrong in a policy file, where, and what would be right.</summary>
/// <param name="File">The name the file was loaded under.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Clause">The clause it stands in; null outside the clauses.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Mend">What would be right.</param>
public sealed record PolicyError(string File, int Line, int Column, ClauseId? Clause, LocalText Message, LocalText Mend)
{
    /// <summary><c>file:line:column clause: what is wrong, what would be right</c>, in a language: "en" or, for anything else, Japanese.</summary>
    public string In(string language)
    {
        var at = Clause is { } clause ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column} {clause}:") : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}:");
        return language == "en" ? $"{at} {Message.En}, {Mend.En}" : $"{at} {Message.Ja}。{Mend.Ja}";
    }

    /// <summary>The same in English.</summary>
    public override string ToString() => In("en");
}

/// <summary>What came of loading: a document, or every error of the file, in the order of the file.</summary>
/// <param name="Document">The document; null exactly when there are errors.</param>
/// <param name="Errors">The errors; at most <see cref="PolicyLoader.MaximumErrors"/>.</param>
public sealed record PolicyLoad(Document.PolicyDocument? Document, IReadOnlyList<PolicyError> Errors);

/// <summary>Versions that cannot stand together, or documents that cannot be compiled. The message names version, clause and what is wrong.</summary>
public sealed class PolicyException : Exception
{
    /// <summary>With a message.</summary>
    public PolicyException(string message) : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public PolicyException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Without a message.</summary>
    public PolicyException()
    {
    }
}
