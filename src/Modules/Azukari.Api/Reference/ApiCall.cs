namespace Azukari.Api.Reference;

/// <summary>The calls that need one scope.</summary>
/// <param name="Scope">The scope; <see cref="Token"/> or <see cref="Public"/> where none is needed.</param>
/// <param name="Calls">The calls.</param>
public sealed record ApiGroup(string Scope, IReadOnlyList<ApiCall> Calls)
{
    /// <summary>Groups that are no scope: the token itself, and what anybody may call.</summary>
    public const string Token = "token", Public = "public";

    /// <summary>Where it stands on the page.</summary>
    public string Anchor => "scope-" + Scope;
}

/// <summary>One call, as the OpenAPI document tells of it.</summary>
/// <param name="Id">Its operation id.</param>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its placeholders.</param>
/// <param name="Japanese">What it does.</param>
/// <param name="English">The same.</param>
/// <param name="Scope">The scope it needs; null where anybody may call.</param>
/// <param name="Parameters">In its path, query and headers.</param>
/// <param name="Body">What is sent; null for nothing.</param>
/// <param name="Answers">What comes when all is well.</param>
/// <param name="Problems">The codes of the problems it can give.</param>
/// <param name="Example">A request for a command line.</param>
public sealed record ApiCall(
    string Id, string Method, string Path, string Japanese, string English, string? Scope, IReadOnlyList<ApiField> Parameters, ApiBody? Body,
    IReadOnlyList<ApiBody> Answers, IReadOnlyList<string> Problems, string Example)
{
    /// <summary>Where it stands on the page.</summary>
    public string Anchor => "call-" + Id;
}

/// <summary>A body sent or answered.</summary>
/// <param name="Status">The status it comes with; empty for what is sent.</param>
/// <param name="Types">Its media types, the usual one first; none where there is no body.</param>
/// <param name="Fields">Its fields, those of what is inside after it.</param>
/// <param name="Example">One, as JSON.</param>
public sealed record ApiBody(string Status, IReadOnlyList<string> Types, IReadOnlyList<ApiField> Fields, string? Example);

/// <summary>A field or parameter.</summary>
/// <param name="Owner">The schema or call it belongs to, for its words.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Path">How to reach it: <c>documents[].size</c>.</param>
/// <param name="Type">What it holds, or each of many.</param>
/// <param name="Many">Whether it is an array.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Bounds">What else is allowed.</param>
public sealed record ApiField(string Owner, string Name, string Path, FieldType Type, bool Many, bool Required, FieldBounds Bounds);

/// <summary>What is allowed in a field besides its type; null and empty where nothing is said.</summary>
/// <param name="MaxLength">The most characters.</param>
/// <param name="MinItems">The least elements.</param>
/// <param name="MaxItems">The most.</param>
/// <param name="Minimum">The least number.</param>
/// <param name="Maximum">The greatest.</param>
/// <param name="Words">The only values.</param>
public sealed record FieldBounds(int? MaxLength, int? MinItems, int? MaxItems, string? Minimum, string? Maximum, IReadOnlyList<string> Words);

/// <summary>What a field holds, as far as it is told in a word.</summary>
public enum FieldType
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>A date and time with its offset.</summary>
    Moment,

    /// <summary>A date.</summary>
    Day,

    /// <summary>32 hexadecimal digits.</summary>
    Id,

    /// <summary>A UUID of 36 characters.</summary>
    Uuid,

    /// <summary>A code of the ledger.</summary>
    Code,

    /// <summary>An object of its own, its fields told after it.</summary>
    Structure,

    /// <summary>An object with a member for each item of the policy.</summary>
    Items,

    /// <summary>Any JSON.</summary>
    Any,
}
