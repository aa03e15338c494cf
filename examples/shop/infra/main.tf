# The shop: one network, one group of web servers, and the disk of their orders.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.100" }
  }
}

provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = { Environment = var.environment, ManagedBy = "terraform" }
  }
}

locals {
  name = "shop-${var.environment}"
}

resource "aws_vpc" "main" {
  cidr_block = var.cidr
  tags       = { Name = local.name }
}

resource "aws_subnet" "web" {
  for_each = { a = 0, b = 1 }

  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(var.cidr, 8, each.value)
  availability_zone = "eu-west-1${each.key}"
  tags              = { Name = "${local.name}-web-${each.key}" }
}

resource "aws_security_group" "web" {
  name        = "${local.name}-web"
  description = "Web servers of the shop"
  vpc_id      = aws_vpc.main.id

  ingress {
    description = "HTTPS from anywhere"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  ingress {
    description = "SSH from the office"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = [var.office_cidr]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = { Name = "${local.name}-web" }
}

resource "aws_instance" "web" {
  for_each = aws_subnet.web

  ami                    = var.ami
  instance_type          = var.instance_type
  subnet_id              = each.value.id
  vpc_security_group_ids = [aws_security_group.web.id]
  tags                   = { Name = "${local.name}-web-${each.key}" }

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

resource "aws_ebs_volume" "orders" {
  availability_zone = "eu-west-1a"
  size              = var.orders_gib
  type              = "gp3"
  encrypted         = true
  tags              = { Name = "${local.name}-orders" }
}
