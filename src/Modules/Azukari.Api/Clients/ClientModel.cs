using System.Text;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace Azukari.Api.Clients;

/// <summary>What a client is bound to. Its secret's hash and its tokens are OpenIddict's.</summary>
internal sealed class ClientRow
{
    public required string Id { get; init; }

    public required string Recipient { get; init; }

    public string? To { get; init; }

    /// <summary>Clause ids, parted by spaces.</summary>
    public required string Purposes { get; set; }

    /// <summary>Scopes, parted by spaces.</summary>
    public required string Scopes { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? SecretChangedAt { get; set; }
}

/// <summary>A number that rises with every change of clients, so that every node forgets what it holds of tokens.</summary>
internal sealed class ClientMark
{
    public const int Only = 1;

    public required int Id { get; init; }

    public required long Generation { get; set; }
}

/// <summary>A key that seals or signs tokens, itself sealed.</summary>
internal sealed class TokenKey
{
    /// <summary><c>encryption</c> or <c>signing</c>.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required byte[] Sealed { get; init; }
}

/// <summary>The tables of clients and tokens.</summary>
internal sealed class ClientModel : IStorageModel
{
    public IReadOnlyList<StoredColumns> Columns { get; } =
    [
        new("api_clients", StoredContent.Fact, "id recipient to purposes scopes created_at created_by secret_changed_at"),
        new("api_client_marks", StoredContent.Fact, "id generation"),
        new("api_token_keys", StoredContent.Fact, "kind created_at"),
        new("api_token_keys", StoredContent.Sealed, "sealed"),
        new("oauth_applications", StoredContent.Id, "id concurrency_token"),
        new("oauth_applications", StoredContent.Hash, "client_secret"),
        new("oauth_applications", StoredContent.Fact,
            "application_type client_id client_type consent_type display_name display_names json_web_key_set permissions post_logout_redirect_uris properties redirect_uris requirements settings"),
        new("oauth_authorizations", StoredContent.Id, "id concurrency_token application_id"),
        new("oauth_authorizations", StoredContent.Fact, "creation_date properties scopes status subject type"),
        new("oauth_scopes", StoredContent.Id, "id concurrency_token"),
        new("oauth_scopes", StoredContent.Fact, "description descriptions display_name display_names name properties resources"),
        new("oauth_tokens", StoredContent.Id, "id concurrency_token application_id authorization_id"),
        new("oauth_tokens", StoredContent.Hash, "reference_id"),
        new("oauth_tokens", StoredContent.Sealed, "payload"),
        new("oauth_tokens", StoredContent.Fact, "creation_date expiration_date properties redemption_date status subject type"),
    ];

    public void Build(ModelBuilder model)
    {
        model.Entity<ClientRow>(client =>
        {
            client.ToTable("api_clients");
            client.Property(c => c.Id).HasMaxLength(64);
        });
        model.Entity<ClientMark>(mark =>
        {
            mark.ToTable("api_client_marks");
            mark.Property(m => m.Id).ValueGeneratedNever();
        });
        model.Entity<TokenKey>(key =>
        {
            key.ToTable("api_token_keys");
            key.HasKey(k => k.Kind);
        });
        model.UseOpenIddict();
        Name(model, typeof(OpenIddictEntityFrameworkCoreApplication), "oauth_applications");
        Name(model, typeof(OpenIddictEntityFrameworkCoreAuthorization), "oauth_authorizations");
        Name(model, typeof(OpenIddictEntityFrameworkCoreScope), "oauth_scopes");
        Name(model, typeof(OpenIddictEntityFrameworkCoreToken), "oauth_tokens");
        foreach (var entity in new[] { typeof(ClientRow), typeof(ClientMark), typeof(TokenKey) }) Name(model, entity, null);
    }

    private static void Name(ModelBuilder model, Type type, string? table)
    {
        var entity = model.Entity(type).Metadata;
        if (table is not null) entity.SetTableName(table);
        foreach (var property in entity.GetProperties()) property.SetColumnName(Snake(property.Name));
    }

    private static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && snake.Length > 0) snake.Append('_');
            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }
}
