"""Makes the bucket of uploads on a new S3 store; nothing when it stands there already."""

from __future__ import annotations

import os

import boto3


def main() -> None:
    """Uses the same variables as the application."""
    store = boto3.client(
        "s3",
        endpoint_url=os.environ["S3_ENDPOINT_URL"],
        aws_access_key_id=os.environ["S3_ACCESS_KEY_ID"],
        aws_secret_access_key=os.environ["S3_SECRET_ACCESS_KEY"],
        region_name=os.environ["S3_REGION"],
    )
    wanted = os.environ["S3_BUCKET"]
    if wanted not in {bucket["Name"] for bucket in store.list_buckets()["Buckets"]}:
        store.create_bucket(Bucket=wanted)


if __name__ == "__main__":
    main()
